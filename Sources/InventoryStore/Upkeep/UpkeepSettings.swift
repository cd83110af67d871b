/// How long the centre keeps data that is not needed every day: `[retention]` in `centre.toml`. 0
/// means for ever.
public struct RetentionSettings: Sendable, Equatable {
  /// Bodies of sections after they were replaced; their digests and dates stay.
  public var sectionBodiesDays = 90
  /// Receipts of reports in full; numbers, times and a mark of each stay.
  public var receiptsDays = 30
  /// Measure history in full; monthly before that.
  public var measureHistoryMonths = 24
  public var auditMonths = 24
  /// Sign-ins and ended sessions.
  public var signInsMonths = 12
  /// Machines after their retirement.
  public var retiredMachinesMonths = 12
  /// Sections of probes that the centre does not know.
  public var unknownSectionsDays = 90
  /// Maximum bytes of unknown sections per machine; 0: no limit.
  public var unknownSectionsBytes = 1_048_576

  public init() {}
}

/// Free space below which reports are refused until there is more: `[disk]` in `centre.toml`.
/// Either limit suffices to refuse; 0 switches one off.
public struct DiskSettings: Sendable, Equatable {
  /// Percent of the file system that holds the database.
  public var leastFreePercent = 5
  /// Megabytes (10^6 bytes).
  public var leastFreeMegabytes = 500

  public init() {}
}
