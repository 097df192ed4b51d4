"""What both doors share: bounded bodies, origin, the two thread pools, health, logs."""
