import Compression
import Delivery
import Foundation

/// Inventories of GLPI Agent for `/glpi`: 310 KB of JSON, 25 KB once compressed. As the agent does,
/// each is sent without credentials twice before it is sent with them.
struct Inventories {
  private let host: String
  private let commune: String
  private let token: String
  private let id = UUID()
  private let number: Int
  private var night = 0

  init(number: Int, commune: String, token: String, at centre: CentreAddress) {
    host = centre.authority
    self.number = number
    self.commune = commune
    self.token = token
  }

  /// The three requests of one inventory, in which memory, disk and system have changed.
  mutating func exchange() throws -> (requests: [[UInt8]], body: Int) {
    night += 1
    let plain = try body()
    guard let packed = ZlibStream.deflated(plain) else { throw LoadError("zlib cannot start") }
    let pair = Data("\(commune):\(token)".utf8).base64EncodedString()
    let requests = ["", "", "Authorization: Basic \(pair)\r\n"].map { authorization in
      Array(
        """
        POST /glpi HTTP/1.1\r
        Host: \(host)\r
        User-Agent: GLPI-Agent_v1.11\r
        GLPI-Agent-ID: \(id.uuidString)\r
        Content-Type: application/x-compress-zlib\r
        \(authorization)Content-Length: \(packed.count)\r
        \r

        """.utf8) + packed
    }
    return (requests, plain.count)
  }

  private func body() throws -> Data {
    let software = (0..<900).map { place in
      [
        "name": "Package \(place * 7919 % 10_007)", "version": "\(place % 13).\(place * 31 % 997)",
        "publisher": "Publisher \(place % 37)", "arch": "x86_64", "from": "registry",
        "guid": "{\(UUID().uuidString)}", "install_date": "2026-0\(place % 9 + 1)-1\(place % 9)",
        "comments": "Installed by the system's own service for updates",
        "system_category": "application",
        "uninstall_string": #"MsiExec.exe /X\{program-\#(place * 104_729 % 65_537)}"#,
      ]
    }
    let content: [String: Any] = [
      "bios": [
        "smanufacturer": "Dell Inc.", "smodel": "OptiPlex 3060", "ssn": "L\(number)",
        "bdate": "2019-08-21",
      ],
      "hardware": [
        "memory": 8192 + night % 2 * 4096, "uuid": id.uuidString, "name": "PC-\(number)",
        "chassis_type": "Desktop",
      ],
      "operatingsystem": [
        "full_name": "Microsoft Windows 10 Pro", "version": "22H2",
        "kernel_version": "10.0.19045", "service_pack": "19045.\(5000 + night)",
      ],
      "cpus": [
        [
          "name": "Intel(R) Core(TM) i5-8500 CPU @ 3.00GHz", "core": 6, "thread": 6,
          "speed": 3000, "familynumber": "6", "model": "158", "stepping": "10",
        ] as [String: Any]
      ],
      "storages": [
        [
          "name": "PHYSICALDRIVE0", "model": "SSD 256GB", "type": "SSD",
          "disksize": 256_060 + night,
        ] as [String: Any]
      ],
      "usbdevices": (0..<12).map {
        [
          "vendorid": "04a9", "productid": "19\($0 + 10)",
          "name": "Device \($0)",
        ]
      },
      "printers": [["name": "p", "driver": "Canon MF240 Series UFRII LT", "port": "USB001"]],
      "antivirus": [
        ["name": "Windows Defender", "enabled": true, "uptodate": true]
          as [String: Any]
      ],
      "networks": [
        [
          "type": "ethernet", "speed": "1000", "status": "up",
          "mac": "3c:52:82:00:\(String(format: "%02x:%02x", number / 256, number % 256))",
        ]
      ],
      "softwares": software, "versionclient": "GLPI-Agent_v1.11",
    ]
    return try JSONSerialization.data(withJSONObject: [
      "action": "inventory", "deviceid": "PC-\(number)-2026-11-01-08-00-00",
      "itemtype": "Computer", "content": content,
    ])
  }
}
