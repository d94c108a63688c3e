"""What we say to people by e-mail, and when: words, the listener that writes letters, and their sending."""
