import CProcess

/// The memory of this process: a commune's PC may have little.
public enum ProcessMemory {
  /// Releases what only the start of the program needed: a few megabytes of its own file.
  public static func giveBackStartupPages() { cprocess_give_back_startup_pages() }
}
