"""Sorts support tickets and drafts replies."""
