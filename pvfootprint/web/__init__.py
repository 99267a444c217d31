"""The published register: a folder of static, signed files that any web server carries."""
