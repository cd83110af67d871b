/// The amounts of memory and disk at which ``SystemOutlook`` changes its judgement: all PCs between
/// two of them are of one kind, however their kernels count.
public enum DecidingAmounts {
  private static let memory = [LinuxRequirements.memory, WindowsRequirements.memory]
  private static let disk = [WindowsRequirements.disk]

  /// The largest deciding amount that this much memory reaches, in bytes; 0 if it reaches none.
  public static func memory(of bytes: Int) -> Int { memory.last { $0 <= bytes } ?? 0 }

  /// Likewise for a disk.
  public static func disk(of bytes: Int) -> Int { disk.last { $0 <= bytes } ?? 0 }
}
