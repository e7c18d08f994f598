"""Контур.Маркет: goods accounting of shops, with the cheques of their registers."""
