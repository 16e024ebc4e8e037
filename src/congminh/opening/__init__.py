"""«Mở kỳ»: what is put right before a period opens."""
