/// Settings of the probes. The default needs nothing but the machine itself.
public struct ProbeSettings: Sendable {
  /// Runs code that may crash or hang; nil if there is no program to run it in, so that whatever
  /// needs it cannot be inspected.
  public var isolation: Isolation?
  public var scanners = Scanners()
  public var accounts = Accounts()
  /// Stores the result of each login test; nil for a run without login tests.
  public var accountStorage: (any AccountStorage)?
  /// Obtains permission to load the line; nil if it must not be measured.
  public var bandwidth: (@Sendable () -> BandwidthLeave)?

  public init(isolation: Isolation? = nil) { self.isolation = isolation }

  public struct Scanners: Sendable, Equatable {
    /// Base addresses of network scanners that are not announced, such as `http://192.168.1.20`.
    public var addresses: [String] = []
    /// Whether to discover network scanners through avahi.
    public var discovery = true
    /// Whether to ask SANE's drivers, which takes some seconds if they are installed.
    public var sane = true
    /// Whether SANE's drivers may search the network for scanners, which takes 3 to 4 seconds.
    public var networkDrivers = true

    public init() {}
  }

  public struct Accounts: Sendable, Equatable {
    /// The folder with one TOML file per service.
    public var folder = "/etc/commune-probe/accounts"
    /// Services to test again on request, even if they rejected the login or were tested today.
    public var recheck: Set<String> = []

    public init() {}
  }
}
