/// What probes are told of the place they look at; by default nothing but the machine itself.
public struct ProbeSettings: Sendable {
  /// Runs what may crash or hang; nil where there is no program to run it in, so that what needs
  /// it cannot be looked at.
  public var isolation: Isolation?
  public var scanners = Scanners()
  public var accounts = Accounts()
  /// Remembers what each login saw; nil for a run that logs in nowhere.
  public var accountStorage: (any AccountStorage)?
  /// Asks for leave to load the line; nil where there is nobody to ask.
  public var bandwidth: (@Sendable () -> BandwidthLeave)?

  public init(isolation: Isolation? = nil) { self.isolation = isolation }

  public struct Scanners: Sendable, Equatable {
    /// Base addresses of network scanners that nobody announces, `http://192.168.1.20`.
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
    /// Services that a person wants to be asked again, although they refused or were asked today.
    public var recheck: Set<String> = []

    public init() {}
  }
}
