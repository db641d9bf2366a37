#!/usr/bin/env bash
# Records the demo's capture: real programs on the running kernel, in two network namespaces joined by a veth pair.
# Root; Debian packages: iproute2 nftables tcpdump tshark ethtool curl iputils-ping python3. Takes about a minute.
#
# The first handshake is slowed down so that each step of it can be looked at: firewall rules swallow the first
# SYN/ACKs and the first ACK before they reach the wire. The retransmitted SYNs and SYN/ACKs that this provokes are
# filtered out afterwards, nothing else is touched.
set -euo pipefail
[ $# = 1 ] || { echo "usage: $0 OUTPUT.pcap.gz" >&2; exit 2; }
out=$1
work=$(mktemp -d)
c=jct-client-$$ s=jct-server-$$
cleanup() {
  ip netns pids $c 2>/dev/null | xargs -r kill 2>/dev/null || true
  ip netns pids $s 2>/dev/null | xargs -r kill 2>/dev/null || true
  ip netns del $c 2>/dev/null || true
  ip netns del $s 2>/dev/null || true
  rm -rf "$work"
}
trap cleanup EXIT
ip netns add $c; ip netns add $s
ip -n $c link add v0 type veth peer name v1 netns $s
for side in "$c v0 192.168.1.5 2001:db8:1::5" "$s v1 192.168.1.35 2001:db8:1::35"; do
  set -- $side
  ip netns exec $1 ethtool -K $2 tx off rx off tso off gso off gro off >/dev/null
  ip -n $1 addr add $3/24 dev $2
  ip -n $1 addr add $4/64 dev $2 nodad
  ip -n $1 link set lo up; ip -n $1 link set $2 up
done
on_c() { timeout 60 ip netns exec $c "$@"; }
on_s() { timeout 90 ip netns exec $s "$@"; }
on_c ping -q -c 1 192.168.1.35 >/dev/null; sleep 2.5; on_c ping -q -6 -c 1 2001:db8:1::35 >/dev/null
mkdir "$work/www"; head -c 20000 /dev/urandom | base64 > "$work/www/index.html"
on_s python3 -m http.server --bind 192.168.1.35 -d "$work/www" 80 >/dev/null 2>&1 &
on_s python3 -m http.server --bind 2001:db8:1::35 -d "$work/www" 80 >/dev/null 2>&1 &
on_s python3 - <<'P' &
import socket, threading, struct, time
def serve(port, talk):
    l = socket.socket(); l.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1); l.bind(('192.168.1.35', port)); l.listen(9)
    while True: threading.Thread(target=talk, args=(l.accept()[0],), daemon=True).start()
def shell(x):                                   # answers every keystroke
    while (b := x.recv(100)): x.send(b)
def half(x):                                    # says goodbye at once, goes on listening
    x.send(b'no more from here\n'); x.shutdown(socket.SHUT_WR)
    while x.recv(1000): pass
def abort(x):                                   # resets after the first bytes
    x.recv(100); x.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0)); x.close()
for p, t in (23, shell), (2000, half), (2001, abort): threading.Thread(target=serve, args=(p, t), daemon=True).start()
u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); u.bind(('192.168.1.35', 53))
while True:
    q, who = u.recvfrom(512)                    # a name server with one answer
    u.sendto(q[:2] + b'\x81\x80\0\1\0\1\0\0\0\0' + q[12:] + b'\xc0\x0c\0\1\0\1\0\0\0\x3c\0\4\xc0\xa8\1\x23', who)
P
sleep 1
on_s tcpdump -i v1 -s 96 --time-stamp-precision=nano -U -w "$work/all.pcap" 'ip or ip6 and not (icmp6 and ip6[40] >= 130)' 2>"$work/tcpdump.log" &
sleep 1
slow='table ip slow { chain out { type filter hook output priority 0; tcp'
ip netns exec $s nft "$slow sport 23 tcp flags & (syn|ack) == syn|ack drop; }; }"
ip netns exec $c nft "$slow dport 23 tcp flags & (syn|ack) == ack drop; }; }"
on_c python3 - <<'P' &
import socket, time
x = socket.socket(); x.bind(('192.168.1.5', 1031)); x.connect(('192.168.1.35', 23))
time.sleep(5)
for key in b'uptime\nls -l\n' * 2 + b'exit?': x.send(bytes([key])); x.recv(10); time.sleep(0.9)
time.sleep(9); x.send(b'w'); x.recv(1); time.sleep(60)
P
sleep 2.5
ip netns exec $s nft delete table ip slow        # the SYN/ACK's second retransmission, at 3 s, gets through
sleep 3
ip netns exec $c nft delete table ip slow        # the first keystroke, at 8 s, brings the ACK
sleep 3
on_c curl -s -o /dev/null http://192.168.1.35/ ; sleep 1
on_c curl -s -o /dev/null -H 'Connection: close' 'http://[2001:db8:1::35]/'; sleep 1
on_c python3 - <<'P'
import socket
u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); u.bind(('192.168.1.5', 5353)); u.settimeout(3)
u.sendto(b'\x12\x34\1\0\0\1\0\0\0\0\0\0\3www\7example\0\0\1\0\1', ('192.168.1.35', 53)); u.recv(512)
u.sendto(b'hello', ('192.168.1.35', 9))          # nobody there: port unreachable
P
sleep 1
on_c ping -q -c 3 -i 0.5 192.168.1.35 >/dev/null; on_c ping -q -6 -c 2 -i 0.5 2001:db8:1::35 >/dev/null
on_c curl -s -o /dev/null http://192.168.1.35:81/ || true   # refused
sleep 1
on_c python3 - <<'P' &
import socket, time
h = socket.socket(); h.bind(('192.168.1.5', 1032)); h.connect(('192.168.1.35', 2000)); h.recv(100)
for _ in range(4): h.send(b'still talking\n'); time.sleep(1)
time.sleep(60)
P
on_c python3 - <<'P'
import socket, time
a = socket.socket(); a.bind(('192.168.1.5', 1033)); a.connect(('192.168.1.35', 2001)); time.sleep(1); a.send(b'x'); time.sleep(3)
P
ip netns exec $s ip route add blackhole 192.168.1.66/32     # the scanner gets no answer to half of its probes
ip -n $c addr add 192.168.1.66/24 dev v0
on_c python3 - <<'P'
import socket
for port in range(1000, 1020):
    x = socket.socket(); x.bind(('192.168.1.66', 0)); x.setblocking(False); x.connect_ex(('192.168.1.35', port))
for port in range(3000, 3020):
    x = socket.socket(); x.bind(('192.168.1.5', 0)); x.setblocking(False); x.connect_ex(('192.168.1.35', port))
P
sleep 12
ip netns pids $s | xargs -r kill -INT 2>/dev/null || true; sleep 1
tshark -r "$work/all.pcap" -F nsecpcap -w "$work/demo.pcap" 2>/dev/null \
  -Y '!(tcp.port == 1031 && tcp.flags.syn == 1 && tcp.analysis.retransmission)'
gzip -9n < "$work/demo.pcap" > "$out"
