"""«Сервисы и сроки»: for one organization and over all of them."""
