"""Still unable to sign in: people who cannot come in write to support, and follow their case by a mailed link."""
