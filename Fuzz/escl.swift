// Input from network scanners and SANE: eSCL documents, addresses, device names.

import HardwareCatalogue

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let input = Array(UnsafeBufferPointer(start: bytes, count: count))
  if let document = ESCLDocument.read(input) {
    for text in [
      document.makeAndModel, document.manufacturer, document.uuid, document.serialNumber,
      document.state,
    ] {
      precondition(text.map { !$0.isEmpty && PlainText.line($0) != nil } ?? true)
    }
    _ = document.isReady
  }
  let text = String(decoding: input, as: UTF8.self)
  if let address = ESCLAddress(text) {
    // Its own output can be parsed again.
    precondition(ESCLAddress(address.url("X"))?.host == address.host)
  }
  let sighting = SANESighting(name: text, type: text)
  _ = (sighting.place, sighting.hosts, sighting.serialNumber, sighting.isScanner)
  _ = (sighting.scannerName, sighting.comparedNames, sighting.possibleHosts)
  if let here = ESCLAddress("https://h/a"),
    let there = here.redirected(to: text, document: "X")
  {
    // A redirect stays on the same host and never drops TLS.
    precondition(there.host == "h" && there.isSecure)
  }
  return 0
}
