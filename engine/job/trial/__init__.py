"""A finished conversion tried: started once, or with every HAL and set of flags."""
