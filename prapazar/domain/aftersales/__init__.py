"""What comes after a sale: claims and returned goods, questions and their answers."""
