"""What becomes of a certificate: surveillance, changes, suspension, complaints."""
