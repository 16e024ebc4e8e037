"""Asking again («xác nhận lại»): a password or second factor given lately, before what cannot be taken back."""
