"""From a machine to images and a configuration."""
