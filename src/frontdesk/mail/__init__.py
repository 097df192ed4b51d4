"""Mail: one folder per message, rendering, delivery, and the mailbox for machines without a mail server."""
