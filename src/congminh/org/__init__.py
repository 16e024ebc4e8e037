"""«Cơ quan, đơn vị, vị trí việc làm, công chức»: who is who on which day."""
