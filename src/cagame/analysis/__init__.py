"""What is asked of tables and arrays once they are there. Nothing here knows the model."""
