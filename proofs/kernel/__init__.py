"""The kernel: the trusted base of every proof."""
