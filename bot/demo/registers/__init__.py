"""An invented world of cash registers, seen by the stand-ins of Контур.ОФД and Контур.Маркет alike."""
