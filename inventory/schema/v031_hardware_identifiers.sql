-- Finds computers by the serial number or UUID that they report: one that is enrolled a second time
-- confirms no further delivery.
CREATE INDEX machine_hardware_by_serial ON machine_hardware (serialNumber COLLATE NOCASE)
  WHERE serialNumber IS NOT NULL;
CREATE INDEX machine_hardware_by_uuid ON machine_hardware (uuid COLLATE NOCASE)
  WHERE uuid IS NOT NULL;
