"""The decree's forms («mẫu phiếu», Phụ lục II) as files: PDF to sign, DOCX to go on working in."""
