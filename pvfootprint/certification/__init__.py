"""The life of an application and of a certificate: acts of people, and the state they lead to."""
