import ArgumentParser
import CentreConfiguration
import InventoryServer
import Reporting

extension ListenAddress {
  /// - Throws: ``Failure``.
  init(_ text: String, option: String) throws {
    guard let address = ListenAddress(text) else {
      throw Failure(
        ExitCode.validationFailure,
        "\(option) must be ADDRESS:PORT, for example 127.0.0.1:8080, not \"\(text.prefix(60))\".")
    }
    self = address
  }

  func requireLoopbackForDemonstration() throws {
    guard LoopbackAddress.isOne(name) else {
      throw Failure(
        Failure.badConfiguration,
        "--demonstration shows pages without signing in, so it requires a local address: use --listen 127.0.0.1:\(port), or omit --demonstration."
      )
    }
  }

  /// - Parameter who: the beginning of the sentence: `Agents connect`.
  func requireLoopbackWithoutTLS(_ who: String) throws {
    guard LoopbackAddress.isOne(name) else {
      throw Failure(
        Failure.badConfiguration,
        "\(who) from the network over TLS only: give --tls-certificate and --tls-key (see commune-inventory tls issue), or use 127.0.0.1:\(port)."
      )
    }
  }
}
