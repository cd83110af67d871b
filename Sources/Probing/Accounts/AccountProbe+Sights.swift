import Reporting

extension AccountProbe {
  /// What this probe can detect of each defined service, without contacting any: one entry per
  /// definition.
  ///
  /// - Parameter settings: as for a run.
  public static func sights(
    on host: Host = Host(), settings: ProbeSettings = ProbeSettings()
  ) -> [Sight] {
    let folder = settings.accounts.folder
    let services: [DefinedService]
    do throws(ProbeError) {
      guard let found = try AccountFolder.read(folder, on: host) else {
        return [
          Sight(
            probe: name, what: "services", state: .none,
            detail: "no service is defined in \(folder)",
            remedy: "copy an example from /usr/share/doc/commune-probe/accounts and fill it in")
        ]
      }
      services = found
    } catch {
      return [
        Sight(
          probe: name, what: "services", state: .none, detail: error.description,
          remedy: "run as root")
      ]
    }
    return services.map { sight($0, on: host, settings) }
  }

  private static func sight(
    _ defined: DefinedService, on host: Host, _ settings: ProbeSettings
  ) -> Sight {
    func sight(_ state: Sight.State, _ detail: String, _ remedy: String? = nil) -> Sight {
      Sight(probe: name, what: defined.service, state: state, detail: detail, remedy: remedy)
    }
    let file = "\(settings.accounts.folder)/\(defined.service).toml"
    let definition: AccountDefinition
    switch defined.definition {
    case .success(let read): definition = read
    case .failure(let error):
      return sight(
        .none, error.description, "mend \(file); probes/accounts/README.md lists the keys")
    }
    switch definition.kind {
    case .manual: return sight(.partly, "people say how it stands", "commune-probe attest")
    case .certificate:
      let path = definition.file ?? ""
      return host.exists(String(path.drop { $0 == "/" }))
        ? sight(.full, "reads the certificate in \(path)")
        : sight(.none, "\(path) is not there", "put the certificate there, or mend file in \(file)")
    case .pkcs11:
      let path = definition.pkcs11?.module ?? ""
      return host.exists(String(path.drop { $0 == "/" }))
        ? sight(.full, "asks the token's module \(path), without a PIN")
        : sight(.none, "\(path) is not there", "install the token's driver")
    default: break
    }
    do throws(Credentials.Problem) {
      _ = try Credentials.read(definition.credentials ?? "", needs: LoginCheck.needs(definition))
    } catch {
      return sight(.none, error.detail, "mend \(definition.credentials ?? "the credentials file")")
    }
    return sight(.full, "logs in by \(definition.kind.rawValue), once a day at most")
  }
}
