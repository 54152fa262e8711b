"""The helper process, which alone runs native libraries on strangers' bytes."""
