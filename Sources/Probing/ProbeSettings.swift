/// Settings of the probes. The default needs nothing but the machine itself.
public struct ProbeSettings: Sendable {
  /// Runs what may crash or hang; nil if there is no program to run it in, so that what needs
  /// it cannot be looked at.
  public var isolation: Isolation?
  public var scanners = Scanners()
  public var accounts = Accounts()
  /// Stores the result of each login test; nil for a run without login tests.
  public var accountStorage: (any AccountStorage)?
  /// Obtains permission to load the line; nil if it is not to be measured.
  public var bandwidth: (@Sendable () -> BandwidthLeave)?

  public init(isolation: Isolation? = nil) { self.isolation = isolation }

  public struct Scanners: Sendable, Equatable {
    /// Base addresses of network scanners that are not announced, such as `http://192.168.1.20`.
    public var addresses: [String] = []
    /// Whether to ask the network, through avahi, which scanners there are.
    public var discovery = true
    /// Whether to ask SANE's drivers, which takes some seconds where they are installed.
    public var sane = true
    /// Whether SANE's drivers may look for scanners on the network: it takes them 3 to 4 seconds.
    public var networkDrivers = true

    public init() {}
  }

  public struct Accounts: Sendable, Equatable {
    /// The folder with one TOML file a service.
    public var folder = "/etc/commune-probe/accounts"
    /// Services to test again on request, even if they rejected the login or were tested today.
    public var recheck: Set<String> = []

    public init() {}
  }
}
