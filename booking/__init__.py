"""What shall be done and when: orders, appointments and the systems that plan them."""
