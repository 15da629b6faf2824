import Delivery
import Testing

@Suite struct AddressesTests {
    @Test(arguments: [
        ("closed by 203.0.113.7.", "closed by <203.0.113.7>."),
        ("peer=203.0.113.7:8883, hub", "peer=<203.0.113.7>:8883, hub"),
        ("/10.0.0.1:5671", "/<10.0.0.1>:5671"),
        ("from [2001:db8::1]:443 on", "from [<2001:db8::1>]:443 on"),
        ("fe80::1%eth0", "<fe80::1>%eth0"),
        ("::ffff:192.0.2.1", "<::ffff:192.0.2.1>"),
    ])
    func anAddressIsReplacedAndWhatIsAroundItStays(text: String, expected: String) {
        #expect(Addresses.replaced(in: text) { "<" + $0 + ">" } == expected)
    }

    @Test(arguments: [
        "at 07:12:41 or 2026-03-10T07:12:41Z", "v1.2.3.4", "1.41.3", "999.1.1.1", "aa:bb:cc:dd:ee:ff",
        "404104: DeviceConnectionClosedRemotely", "203.0.113.XXX", "h.azure-devices.net:8883", "",
    ])
    func whatIsNoAddressStays(text: String) {
        #expect(Addresses.replaced(in: text) { "<" + $0 + ">" } == text)
    }
}
