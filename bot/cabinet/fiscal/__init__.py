"""What cash registers report: shifts, cheques, waybills, and the ports through which they come."""
