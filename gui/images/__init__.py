"""Single images: the layers of a disk merged into one, the HAL of the Windows in one."""
