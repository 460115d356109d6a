"""Outside formats, one file each: the model in, text out."""
