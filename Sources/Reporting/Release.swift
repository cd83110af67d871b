/// The release of agent, centre and simulator. A test compares it with `inventory/openapi.yaml`,
/// and `packaging/build` with the changelog.
public enum Release {
  /// `MAJOR.MINOR.PATCH`: what `--version` prints, and what reports and `User-Agent` name.
  public static let version = "0.1.0"
}
