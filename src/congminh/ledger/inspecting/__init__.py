"""Look through a file somebody hands in, in a process of its own with limits («kiểm tra tệp»). No Django."""
