"""The formats of images, a file each: how one is written, read back and checked."""
