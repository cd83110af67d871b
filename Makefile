# The commands for people. `make run` and `make test` set everything up by themselves.

SWIFT_FLAGS = --explicit-target-dependency-import-check error
BUILD = swift build $(SWIFT_FLAGS)
RELEASE = $(BUILD) --scratch-path .build-release -c release --static-swift-stdlib

# Libraries for the build, and what the tests and checks need in addition.
BUILD_PACKAGES = libsqlite3-dev libcurl4-openssl-dev zlib1g-dev libexpat1-dev libavahi-client-dev \
	libp11-kit-dev libsodium-dev libxlsxwriter-dev libqrencode-dev libpq-dev pkg-config
TEST_PACKAGES = $(BUILD_PACKAGES) curl jq binutils openssl gzip python3 libfaketime gcc libc6-dev sqlite3 \
	libsane1 sane-utils sane-airscan avahi-daemon avahi-utils dbus-daemon iproute2 \
	slapd ldap-utils dovecot-imapd softhsm2 opensc python3-openpyxl \
	dmidecode edid-decode fusioninventory-agent ocsinventory-agent util-linux coinor-cbc \
	chromium chromium-driver python3-selenium python3-cryptography fonts-dejavu-core zbar-tools \
	exim4-daemon-light \
	poppler-utils python3-numpy postgresql

# What the page tests in a browser need in addition.
PAGE_PACKAGES = $(TEST_PACKAGES) libreoffice-calc-nogui

# To build and check the Debian packages, and to install them in a separate Debian 12.
PACKAGE_PACKAGES = $(BUILD_PACKAGES) dpkg-dev help2man lintian systemd
PACKAGE_TEST_PACKAGES = debootstrap systemd-container $(TEST_PACKAGES)

# To build the survey stick's image, and to start computers from it in QEMU.
STICK_PACKAGES = dpkg-dev mtools dosfstools fdisk kmod cpio zstd
STICK_TEST_PACKAGES = $(STICK_PACKAGES) qemu-system-x86 ovmf swtpm sqlite3 python3

LISTEN ?= 127.0.0.1:8080

# For comparison on the lines of known rate.
GROUND_TRUTH_PACKAGES = $(TEST_PACKAGES) iperf3

# For comparison with `collect` and ingest. These parts of Apache and MariaDB start no service.
BENCH_PACKAGES = libjson-c-dev fusioninventory-agent lshw inxi apache2-bin libapache2-mod-perl2 \
	mariadb-client-core mariadb-server-core ocsinventory-server python3-venv python3-selenium chromium \
	chromium-driver

# In addition, from PyPI into a separate folder: schemathesis and the validator of descriptions.
API_PACKAGES = python3 python3-venv

.PHONY: run test sanitize stick test-stick test-package test-pages audit ground-truth soak fuzz api-check check build setup setup-test setup-pages agent package bench format clean

run: setup  ## Build, start the centre, enrol this machine, fill a province, show the ranking
	# Without TLS, which a demonstration on loopback does not need: BoringSSL was almost half of it.
	$(BUILD) --disable-default-traits --product commune-inventory
	$(BUILD) --disable-default-traits --product commune-probe
	$(BUILD) --disable-default-traits --product fleet-simulator
	LISTEN=$(LISTEN) demonstration/run

test: setup-test  ## All tests, and the essential ones of the pages in headless Chromium
	swift build --build-tests $(SWIFT_FLAGS)
	Tests/run
	Tests/Browser/run --essential

test-pages: setup-pages  ## All tests of the pages in headless Chromium
	$(BUILD) --product commune-inventory
	$(BUILD) --product commune-probe
	$(BUILD) --product fleet-simulator
	Tests/Browser/run

audit: setup-pages  ## The pages under axe-core, which comes from PyPI
	@demonstration/install-packages python3-pip
	python3 -m pip download --quiet --no-deps --require-hashes -r Tests/Browser/axe.txt -d .build/axe
	$(BUILD) --product commune-inventory
	$(BUILD) --product fleet-simulator
	Tests/Browser/run audit

check: setup-test  ## Format, imports between modules, what the agent links
	swift format lint --strict --recursive Package.swift Sources Tests Benchmarks Fuzz
	$(BUILD) --product commune-probe
	Tests/Golden/check

build: setup
	$(BUILD)

agent: setup  ## The agent as shipped: release, static, stripped
	$(RELEASE) --product commune-probe
	strip -o .build-release/commune-probe .build-release/release/commune-probe
	@ls -l .build-release/commune-probe

package: setup  ## Debian packages of agent and centre, in .build/packages
	@demonstration/install-packages $(PACKAGE_PACKAGES)
	$(RELEASE) --product commune-probe
	$(RELEASE) --product commune-inventory
	packaging/build
	Tests/Package/security

test-package: package  ## The packages in a fresh Debian 12 under systemd: install, report, upgrade, purge
	@demonstration/install-packages $(PACKAGE_TEST_PACKAGES)
	Tests/Package/run

stick: agent  ## The survey stick's image, .build/stick/commune-survey.img
	@demonstration/install-packages $(STICK_PACKAGES)
	@mkdir -p .build/stick
	packaging/stick/build .build-release/commune-probe .build/stick/commune-survey.img

test-stick: stick  ## Power-on to report on file: the stick in QEMU, UEFI with Secure Boot and BIOS
	@demonstration/install-packages $(STICK_TEST_PACKAGES)
	$(BUILD) --product commune-inventory
	Tests/Stick/run .build/stick/commune-survey.img

soak: setup-test  ## The long tests: 300 kills of the centre and of the agent
	KILLS=300 swift test $(SWIFT_FLAGS) --filter 'KillTests|BatteredAgentTests|FailingDiskTests'

fuzz: setup  ## Each parser of external input, 60 s under libFuzzer
	$(BUILD) --product commune-probe
	$(BUILD) --product commune-inventory
	Fuzz/run

sanitize: setup-test  ## The tests under the thread and the address sanitizer, built separately: hours
	Tests/Sanitizers/run thread
	Tests/Sanitizers/run address

api-check: setup  ## The API's answers against inventory/openapi.yaml, with schemathesis
	@demonstration/install-packages $(API_PACKAGES)
	$(BUILD) --product commune-inventory
	$(BUILD) --product fleet-simulator
	Tests/API/check

ground-truth:  ## All lines of known rate, delay and loss, compared with iperf3: half an hour, as root
	@demonstration/install-packages $(GROUND_TRUTH_PACKAGES)
	$(BUILD) --product commune-probe
	$(BUILD) --product commune-inventory
	Benchmarks/bandwidth/run --runs 3 --iperf

bench: setup-test agent  ## The figures of docs/figures.md that name no command of their own
	@demonstration/install-packages $(BENCH_PACKAGES)
	$(RELEASE)
	Benchmarks/run
	Benchmarks/collect/run
	SCRATCH=.build-release Benchmarks/ingest/run
	Benchmarks/ingest/peers/run
	Benchmarks/hold
	Benchmarks/attack
	Benchmarks/ranking/run
	Benchmarks/pages/run
	Benchmarks/forecast/run
	Benchmarks/history
	BIN=.build-release/release Benchmarks/nation/run

format:
	swift format --in-place --recursive Package.swift Sources Tests Benchmarks Fuzz

setup:
	@demonstration/install-packages $(BUILD_PACKAGES)

setup-test:
	@demonstration/install-packages $(TEST_PACKAGES)

setup-pages:
	@demonstration/install-packages $(PAGE_PACKAGES)

clean:
	rm -rf .build .build-release
