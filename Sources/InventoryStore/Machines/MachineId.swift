/// The name that the centre gives a machine: `m` and twelve random letters and digits (60 bits).
enum MachineId {
  static func random() -> String { "m" + CrockfordBase32.random(12) }
}
