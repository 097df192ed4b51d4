"""The pages of the embedded sandbox processor. They play another site: nothing typed here is Frontdesk's to see."""
