"""What goes in and out: files of facts and results, Excel, official forms, the national database."""
