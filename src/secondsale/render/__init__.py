"""From the model to what people read: screens, lines and data. Never prints."""
