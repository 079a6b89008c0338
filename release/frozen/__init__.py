"""What is bundled with the program, or run by PyInstaller; no part of this package runs it."""
