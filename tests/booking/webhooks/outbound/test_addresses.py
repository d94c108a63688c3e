"""Where we send, and where never: tricks with URLs, with names and with what a name leads to."""

import pytest

from booking.webhooks.outbound import addresses
from booking.webhooks.outbound.addresses import BadAddress, NotFound

FINE = [
    "https://hooks.example.com",
    "https://hooks.example.com/in?key=a%20b&c=d",
    "https://Hooks.Example.COM/in",
    "https://hooks.example.com:443/in",
    "https://hooks.example.com:8443/in",
    "https://xn--bcher-kva.example/in",
    "https://a-b.c-d.example/in;x=1//y",
]
TRICKS = [
    # no https, or no address at all
    "", "hooks.example.com", "//hooks.example.com/", "http://hooks.example.com/", "ftp://hooks.example.com/",
    "file:///etc/passwd", "gopher://hooks.example.com/", "javascript:alert(1)", "data:text/plain,x",
    "https:hooks.example.com", "https:///hooks.example.com", "https://", "https://?x=1", "https:// /",
    # this machine and its neighbours by name
    "https://localhost/", "https://LOCALHOST/", "https://localhost./", "https://a.localhost/",
    "https://printer.local/", "https://metadata.google.internal/", "https://router.lan/", "https://intranet/",
    "https://db.corp/", "https://1.0.0.127.in-addr.arpa/", "https://x.onion/", "https://hooks.example.com./",
    # addresses in every spelling
    "https://127.0.0.1/", "https://127.1/", "https://127.0.1/", "https://2130706433/", "https://0x7f000001/",
    "https://0x7f.0.0.1/", "https://0177.0.0.1/", "https://127.0.0.0x1/", "https://0/", "https://0.0.0.0/",
    "https://10.0.0.1/", "https://192.168.0.1/", "https://169.254.169.254/latest/meta-data/",
    "https://[::1]/", "https://[::]/", "https://[::ffff:127.0.0.1]/", "https://[fd00:ec2::254]/",
    "https://[fe80::1%25eth0]/", "https://[2606:4700::1111]/", "https://1.1.1.1/", "https://[::1/",
    "https://[v1.x]/",
    # other letters for the same
    "https://127。0。0。1/", "https://①②⑦.⓪.⓪.①/", "https://ｌｏｃａｌｈｏｓｔ/", "https://%6c%6f%63alhost/",
    "https://bücher.example/", "https://127%2e0.0.1/",
    # somebody else's host behind the first
    "https://hooks.example.com@127.0.0.1/", "https://user:password@hooks.example.com/",
    "https://@hooks.example.com/",
    "https://hooks.example.com\\@127.0.0.1/", "https://hooks.example.com#@127.0.0.1/",
    "https://127.0.0.1#.example.com/",
    "https://hooks.example.com%00.local/", "https://hooks.example.com%23@127.0.0.1/",
    "https://a&@127.0.0.1#@x.example/",
    # white space and control characters
    " https://hooks.example.com/", "https://hooks.example.com/ x", "https://hooks.example.com/\r\nHost: x",
    "https://hooks.example.com/\t", "https://hooks.example.com\n", "https://hooks.example.com/\0",
    "\x01https://x.example/",
    # ports and odd names
    "https://hooks.example.com:22/", "https://hooks.example.com:6379/", "https://hooks.example.com:0/",
    "https://hooks.example.com:99999/", "https://hooks.example.com:-1/", "https://hooks.example.com:x/",
    "https://hooks.example.com:/", "https://-a.example/", "https://a-.example/", "https://a..example/",
    "https://a_b.example/", "https://.example/", f"https://{'a' * 64}.example/",
    f"https://{'a.' * 130}example/",
]  # fmt: skip
CLOSED = [
    "0.0.0.0", "0.1.2.3", "10.1.2.3", "100.64.0.1", "100.100.100.200", "127.0.0.1", "127.8.9.10",
    "168.63.129.16",
    "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.192", "192.0.2.1", "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.250", "240.0.0.1",
    "255.255.255.255",
    "::", "::1", "::127.0.0.1", "::ffff:10.0.0.1", "::ffff:8.8.8.8", "64:ff9b::a00:1", "64:ff9b:1::1",
    "100::1",
    "2001::1", "2001:db8::1", "2002:a00:1::1", "3fff::1", "5f00::1", "fc00::1", "fd00:ec2::254", "fe80::1",
    "fe80::1%eth0", "2606:4700::1111%eth0", "fec0::1", "ff02::1", "not an address", "",
]  # fmt: skip
OPEN = ["1.1.1.1", "93.184.216.34", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2a00:1450::1"]


@pytest.mark.parametrize("url", FINE)
def test_an_address_on_the_public_internet_is_taken(url):
    assert addresses.read(url).secure


@pytest.mark.parametrize("url", TRICKS)
def test_a_trick_with_the_url_is_refused_in_words(url):
    with pytest.raises(BadAddress, match=r"^(The|This) .*\.$"):
        addresses.read(url)


@pytest.mark.parametrize("ip", CLOSED)
def test_a_name_that_leads_inside_is_refused(ip):
    address = addresses.read("https://hooks.example.com/")
    with pytest.raises(BadAddress):
        addresses.find(address, resolver=lambda host, port: [ip])
    with pytest.raises(BadAddress):
        addresses.find(address, resolver=lambda host, port: ["1.1.1.1", ip])


def test_a_name_that_leads_outside_gives_its_addresses():
    assert addresses.find(addresses.read("https://hooks.example.com/"), resolver=lambda *_: OPEN) == OPEN


def test_a_name_that_leads_nowhere_says_so():
    def fail(host: str, port: int) -> list[str]:
        raise OSError

    for resolver in (fail, lambda *_: []):
        with pytest.raises(NotFound):
            addresses.find(addresses.read("https://hooks.example.com/"), resolver=resolver)


@pytest.mark.parametrize("url", ["http://127.0.0.1:8123/in", "http://localhost/in", "http://[::1]:8123/"])
def test_a_demo_may_send_to_its_own_machine_and_no_further(settings, url):
    with pytest.raises(BadAddress):
        addresses.read(url)
    settings.WEBHOOK_LOOPBACK = True
    assert not addresses.read(url).secure
    for inside in (
        "http://10.0.0.1/",
        "http://hooks.example.com/",
        "https://192.168.0.1/",
        "http://127.0.0.2/",
    ):
        with pytest.raises(BadAddress):
            addresses.read(inside)
    for ip in ("10.0.0.1", "169.254.169.254", "::ffff:127.0.0.1"):
        with pytest.raises(BadAddress):
            addresses.find(addresses.read(url), resolver=lambda host, port, ip=ip: [ip])


def test_the_systems_own_name_service_is_asked_for_every_address():
    assert "127.0.0.1" in addresses.resolve("localhost", 443)
    assert addresses.resolve("no such name", 443) == []
