"""The user's desktop: theme, sleep, notifications, crashes."""
