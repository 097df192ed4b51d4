"""How people and requests are recognised: attempts, factors, purposes, sessions, signatures."""
