"""The log of the ledger on both databases: leaves, sequencer, signed roots, witnesses, alarms, verification."""
