"""Pages of the organisation («cơ quan, đơn vị, vị trí việc làm, công chức»)."""
