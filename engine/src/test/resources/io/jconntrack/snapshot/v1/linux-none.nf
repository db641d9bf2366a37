ipv4     2 tcp      6 119 SYN_SENT src=10.0.0.0 dst=100.64.0.0 sport=1024 dport=1 [UNREPLIED] src=100.64.0.0 dst=10.0.0.0 sport=1 dport=1024 mark=0 zone=0 use=2
ipv4     2 tcp      6 119 SYN_SENT src=10.0.0.0 dst=100.64.0.0 sport=1024 dport=1 [UNREPLIED] src=100.64.0.0 dst=10.0.0.0 sport=1 dport=1024 mark=0 zone=7 use=2
ipv4     2 udp      17 28 src=10.0.0.1 dst=100.64.55.121 sport=1025 dport=2 src=100.64.55.121 dst=10.0.0.1 sport=2 dport=1025 mark=0 zone=0 use=2
ipv4     2 udp      17 28 src=10.0.0.1 dst=100.64.55.121 sport=1025 dport=2 src=100.64.55.121 dst=10.0.0.1 sport=2 dport=1025 mark=0 zone=7 use=2
ipv4     2 tcp      6 431998 ESTABLISHED src=10.0.0.2 dst=100.64.110.243 sport=1026 dport=3 src=100.64.110.243 dst=10.0.0.2 sport=3 dport=1026 [ASSURED] mark=0 zone=0 use=2
ipv4     2 tcp      6 431998 ESTABLISHED src=10.0.0.2 dst=100.64.110.243 sport=1026 dport=3 src=100.64.110.243 dst=10.0.0.2 sport=3 dport=1026 [ASSURED] mark=0 zone=7 use=2
ipv6     10 icmpv6   58 28 src=fd00:0000:0000:0001:0000:0000:0000:0003 dst=fd00:0000:0000:0002:0000:0000:0000:a66d type=128 code=0 id=3 src=fd00:0000:0000:0002:0000:0000:0000:a66d dst=fd00:0000:0000:0001:0000:0000:0000:0003 type=129 code=0 id=3 mark=0 zone=0 use=2
ipv6     10 icmpv6   58 28 src=fd00:0000:0000:0001:0000:0000:0000:0003 dst=fd00:0000:0000:0002:0000:0000:0000:a66d type=128 code=0 id=3 src=fd00:0000:0000:0002:0000:0000:0000:a66d dst=fd00:0000:0000:0001:0000:0000:0000:0003 type=129 code=0 id=3 mark=0 zone=7 use=2
ipv4     2 sctp     132 1 SHUTDOWN_SENT src=10.0.0.4 dst=100.64.221.230 sport=1028 dport=5 src=100.64.221.230 dst=10.0.0.4 sport=5 dport=1028 [ASSURED] mark=0 zone=0 use=2
ipv4     2 sctp     132 1 SHUTDOWN_SENT src=10.0.0.4 dst=100.64.221.230 sport=1028 dport=5 src=100.64.221.230 dst=10.0.0.4 sport=5 dport=1028 [ASSURED] mark=0 zone=7 use=2
ipv4     2 gre      47 29 timeout=31, stream_timeout=180 src=10.0.0.5 dst=100.64.21.96 srckey=0x0 dstkey=0x0 [UNREPLIED] src=100.64.21.96 dst=10.0.0.5 srckey=0x0 dstkey=0x0 mark=0 zone=0 use=2
ipv4     2 gre      47 29 timeout=31, stream_timeout=180 src=10.0.0.5 dst=100.64.21.96 srckey=0x0 dstkey=0x0 [UNREPLIED] src=100.64.21.96 dst=10.0.0.5 srckey=0x0 dstkey=0x0 mark=0 zone=7 use=2
ipv4     2 udp      17 28 src=10.0.0.6 dst=100.64.76.218 sport=1030 dport=7 src=100.64.76.218 dst=10.0.0.6 sport=7 dport=1030 mark=0 zone=0 use=2
ipv4     2 udp      17 28 src=10.0.0.6 dst=100.64.76.218 sport=1030 dport=7 src=100.64.76.218 dst=10.0.0.6 sport=7 dport=1030 mark=0 zone=7 use=2
ipv6     10 unknown  200 598 src=fd00:0000:0000:0001:0000:0000:0000:0007 dst=fd00:0000:0000:0002:0000:0000:0000:8454 src=fd00:0000:0000:0002:0000:0000:0000:8454 dst=fd00:0000:0000:0001:0000:0000:0000:0007 mark=0 zone=0 use=2
ipv6     10 unknown  200 598 src=fd00:0000:0000:0001:0000:0000:0000:0007 dst=fd00:0000:0000:0002:0000:0000:0000:8454 src=fd00:0000:0000:0002:0000:0000:0000:8454 dst=fd00:0000:0000:0001:0000:0000:0000:0007 mark=0 zone=7 use=2
ipv4     2 tcp      6 431998 ESTABLISHED src=10.0.0.8 dst=100.64.187.205 sport=1032 dport=9 src=100.64.187.205 dst=10.0.0.8 sport=9 dport=1032 [ASSURED] mark=0 zone=0 use=2
ipv4     2 tcp      6 431998 ESTABLISHED src=10.0.0.8 dst=100.64.187.205 sport=1032 dport=9 src=100.64.187.205 dst=10.0.0.8 sport=9 dport=1032 [ASSURED] mark=0 zone=7 use=2
ipv4     2 tcp      6 118 FIN_WAIT src=10.0.0.9 dst=100.64.243.71 sport=1033 dport=10 src=100.64.243.71 dst=10.0.0.9 sport=10 dport=1033 [ASSURED] mark=0 zone=0 use=2
ipv4     2 tcp      6 118 FIN_WAIT src=10.0.0.9 dst=100.64.243.71 sport=1033 dport=10 src=100.64.243.71 dst=10.0.0.9 sport=10 dport=1033 [ASSURED] mark=0 zone=7 use=2
ipv4     2 udp      17 28 src=10.0.0.10 dst=100.64.42.193 sport=1034 dport=11 [UNREPLIED] src=100.64.42.193 dst=10.0.0.10 sport=11 dport=1034 mark=0 zone=0 use=2
ipv4     2 udp      17 28 src=10.0.0.10 dst=100.64.42.193 sport=1034 dport=11 [UNREPLIED] src=100.64.42.193 dst=10.0.0.10 sport=11 dport=1034 mark=0 zone=7 use=2
ipv6     10 tcp      6 58 SYN_RECV src=fd00:0000:0000:0001:0000:0000:0000:000b dst=fd00:0000:0000:0002:0000:0000:0000:623a sport=1035 dport=12 src=fd00:0000:0000:0002:0000:0000:0000:623a dst=fd00:0000:0000:0001:0000:0000:0000:000b sport=12 dport=1035 mark=0 zone=0 use=2
ipv6     10 tcp      6 58 SYN_RECV src=fd00:0000:0000:0001:0000:0000:0000:000b dst=fd00:0000:0000:0002:0000:0000:0000:623a sport=1035 dport=12 src=fd00:0000:0000:0002:0000:0000:0000:623a dst=fd00:0000:0000:0001:0000:0000:0000:000b sport=12 dport=1035 mark=0 zone=7 use=2
ipv4     2 icmp     1 28 src=10.0.0.12 dst=100.64.153.180 type=8 code=0 id=12 src=100.64.153.180 dst=10.0.0.12 type=0 code=0 id=12 mark=0 zone=0 use=2
ipv4     2 icmp     1 28 src=10.0.0.12 dst=100.64.153.180 type=8 code=0 id=12 src=100.64.153.180 dst=10.0.0.12 type=0 code=0 id=12 mark=0 zone=7 use=2
ipv4     2 sctp     132 208 ESTABLISHED src=10.0.0.13 dst=100.64.209.46 sport=1037 dport=14 src=100.64.209.46 dst=10.0.0.13 sport=14 dport=1037 [ASSURED] mark=0 zone=0 use=2
ipv4     2 sctp     132 208 ESTABLISHED src=10.0.0.13 dst=100.64.209.46 sport=1037 dport=14 src=100.64.209.46 dst=10.0.0.13 sport=14 dport=1037 [ASSURED] mark=0 zone=7 use=2
ipv4     2 gre      47 178 timeout=31, stream_timeout=180 src=10.0.0.14 dst=100.64.8.168 srckey=0x0 dstkey=0x0 src=100.64.8.168 dst=10.0.0.14 srckey=0x0 dstkey=0x0 [ASSURED] mark=0 zone=0 use=2
ipv4     2 gre      47 178 timeout=31, stream_timeout=180 src=10.0.0.14 dst=100.64.8.168 srckey=0x0 dstkey=0x0 src=100.64.8.168 dst=10.0.0.14 srckey=0x0 dstkey=0x0 [ASSURED] mark=0 zone=7 use=2
ipv6     10 udp      17 28 src=fd00:0000:0000:0001:0000:0000:0000:000f dst=fd00:0000:0000:0002:0000:0000:0000:4021 sport=1039 dport=16 [UNREPLIED] src=fd00:0000:0000:0002:0000:0000:0000:4021 dst=fd00:0000:0000:0001:0000:0000:0000:000f sport=16 dport=1039 mark=0 zone=0 use=2
ipv6     10 udp      17 28 src=fd00:0000:0000:0001:0000:0000:0000:000f dst=fd00:0000:0000:0002:0000:0000:0000:4021 sport=1039 dport=16 [UNREPLIED] src=fd00:0000:0000:0002:0000:0000:0000:4021 dst=fd00:0000:0000:0001:0000:0000:0000:000f sport=16 dport=1039 mark=0 zone=7 use=2
ipv4     2 unknown  200 598 src=10.0.0.16 dst=100.64.119.155 src=100.64.119.155 dst=10.0.0.16 mark=0 zone=0 use=2
ipv4     2 unknown  200 598 src=10.0.0.16 dst=100.64.119.155 src=100.64.119.155 dst=10.0.0.16 mark=0 zone=7 use=2
ipv4     2 tcp      6 431998 ESTABLISHED src=10.0.0.17 dst=100.64.175.21 sport=1041 dport=18 src=100.64.175.21 dst=10.0.0.17 sport=18 dport=1041 [ASSURED] mark=0 zone=0 use=2
ipv4     2 tcp      6 431998 ESTABLISHED src=10.0.0.17 dst=100.64.175.21 sport=1041 dport=18 src=100.64.175.21 dst=10.0.0.17 sport=18 dport=1041 [ASSURED] mark=0 zone=7 use=2
ipv4     2 tcp      6 431998 ESTABLISHED src=10.0.0.18 dst=100.64.230.143 sport=1042 dport=19 src=100.64.230.143 dst=10.0.0.18 sport=19 dport=1042 [ASSURED] mark=0 zone=0 use=2
ipv4     2 tcp      6 431998 ESTABLISHED src=10.0.0.18 dst=100.64.230.143 sport=1042 dport=19 src=100.64.230.143 dst=10.0.0.18 sport=19 dport=1042 [ASSURED] mark=0 zone=7 use=2
ipv6     10 udp      17 28 src=fd00:0000:0000:0001:0000:0000:0000:0013 dst=fd00:0000:0000:0002:0000:0000:0000:1e08 sport=1043 dport=20 src=fd00:0000:0000:0002:0000:0000:0000:1e08 dst=fd00:0000:0000:0001:0000:0000:0000:0013 sport=20 dport=1043 mark=0 zone=0 use=2
ipv6     10 udp      17 28 src=fd00:0000:0000:0001:0000:0000:0000:0013 dst=fd00:0000:0000:0002:0000:0000:0000:1e08 sport=1043 dport=20 src=fd00:0000:0000:0002:0000:0000:0000:1e08 dst=fd00:0000:0000:0001:0000:0000:0000:0013 sport=20 dport=1043 mark=0 zone=7 use=2
ipv4     2 tcp      6 118 SYN_SENT src=10.0.0.20 dst=100.64.85.130 sport=1044 dport=21 [UNREPLIED] src=100.64.85.130 dst=10.0.0.20 sport=21 dport=1044 mark=0 zone=0 use=2
ipv4     2 tcp      6 118 SYN_SENT src=10.0.0.20 dst=100.64.85.130 sport=1044 dport=21 [UNREPLIED] src=100.64.85.130 dst=10.0.0.20 sport=21 dport=1044 mark=0 zone=7 use=2
ipv4     2 icmp     1 28 src=10.0.0.21 dst=100.64.140.252 type=8 code=0 id=21 src=100.64.140.252 dst=10.0.0.21 type=0 code=0 id=21 mark=0 zone=0 use=2
ipv4     2 icmp     1 28 src=10.0.0.21 dst=100.64.140.252 type=8 code=0 id=21 src=100.64.140.252 dst=10.0.0.21 type=0 code=0 id=21 mark=0 zone=7 use=2
ipv4     2 sctp     132 1 COOKIE_ECHOED src=10.0.0.22 dst=100.64.196.117 sport=1046 dport=23 src=100.64.196.117 dst=10.0.0.22 sport=23 dport=1046 mark=0 zone=0 use=2
ipv4     2 sctp     132 1 COOKIE_ECHOED src=10.0.0.22 dst=100.64.196.117 sport=1046 dport=23 src=100.64.196.117 dst=10.0.0.22 sport=23 dport=1046 mark=0 zone=7 use=2
ipv6     10 gre      47 178 timeout=31, stream_timeout=180 src=fd00:0000:0000:0001:0000:0000:0000:0017 dst=fd00:0000:0000:0002:0000:0000:0000:fbef srckey=0x0 dstkey=0x0 src=fd00:0000:0000:0002:0000:0000:0000:fbef dst=fd00:0000:0000:0001:0000:0000:0000:0017 srckey=0x0 dstkey=0x0 [ASSURED] mark=0 zone=0 use=2
ipv6     10 gre      47 178 timeout=31, stream_timeout=180 src=fd00:0000:0000:0001:0000:0000:0000:0017 dst=fd00:0000:0000:0002:0000:0000:0000:fbef srckey=0x0 dstkey=0x0 src=fd00:0000:0000:0002:0000:0000:0000:fbef dst=fd00:0000:0000:0001:0000:0000:0000:0017 srckey=0x0 dstkey=0x0 [ASSURED] mark=0 zone=7 use=2
ipv4     2 udp      17 28 src=10.0.0.24 dst=100.64.51.105 sport=1048 dport=25 src=100.64.51.105 dst=10.0.0.24 sport=25 dport=1048 mark=0 zone=0 use=2
ipv4     2 udp      17 28 src=10.0.0.24 dst=100.64.51.105 sport=1048 dport=25 src=100.64.51.105 dst=10.0.0.24 sport=25 dport=1048 mark=0 zone=7 use=2
ipv4     2 unknown  200 598 src=10.0.0.25 dst=100.64.106.227 [UNREPLIED] src=100.64.106.227 dst=10.0.0.25 mark=0 zone=0 use=2
ipv4     2 unknown  200 598 src=10.0.0.25 dst=100.64.106.227 [UNREPLIED] src=100.64.106.227 dst=10.0.0.25 mark=0 zone=7 use=2
ipv4     2 tcp      6 58 SYN_RECV src=10.0.0.26 dst=100.64.162.92 sport=1050 dport=27 src=100.64.162.92 dst=10.0.0.26 sport=27 dport=1050 mark=0 zone=0 use=2
ipv4     2 tcp      6 58 SYN_RECV src=10.0.0.26 dst=100.64.162.92 sport=1050 dport=27 src=100.64.162.92 dst=10.0.0.26 sport=27 dport=1050 mark=0 zone=7 use=2
ipv6     10 tcp      6 431998 ESTABLISHED src=fd00:0000:0000:0001:0000:0000:0000:001b dst=fd00:0000:0000:0002:0000:0000:0000:d9d6 sport=1051 dport=28 src=fd00:0000:0000:0002:0000:0000:0000:d9d6 dst=fd00:0000:0000:0001:0000:0000:0000:001b sport=28 dport=1051 [ASSURED] mark=0 zone=0 use=2
ipv6     10 tcp      6 431998 ESTABLISHED src=fd00:0000:0000:0001:0000:0000:0000:001b dst=fd00:0000:0000:0002:0000:0000:0000:d9d6 sport=1051 dport=28 src=fd00:0000:0000:0002:0000:0000:0000:d9d6 dst=fd00:0000:0000:0001:0000:0000:0000:001b sport=28 dport=1051 [ASSURED] mark=0 zone=7 use=2
ipv4     2 udp      17 28 src=10.0.0.28 dst=100.64.17.80 sport=1052 dport=29 src=100.64.17.80 dst=10.0.0.28 sport=29 dport=1052 mark=0 zone=0 use=2
ipv4     2 udp      17 28 src=10.0.0.28 dst=100.64.17.80 sport=1052 dport=29 src=100.64.17.80 dst=10.0.0.28 sport=29 dport=1052 mark=0 zone=7 use=2
ipv4     2 tcp      6 118 FIN_WAIT src=10.0.0.29 dst=100.64.72.201 sport=1053 dport=30 src=100.64.72.201 dst=10.0.0.29 sport=30 dport=1053 [ASSURED] mark=0 zone=0 use=2
ipv4     2 tcp      6 118 FIN_WAIT src=10.0.0.29 dst=100.64.72.201 sport=1053 dport=30 src=100.64.72.201 dst=10.0.0.29 sport=30 dport=1053 [ASSURED] mark=0 zone=7 use=2
ipv4     2 icmp     1 28 src=10.0.0.30 dst=100.64.128.67 type=8 code=0 id=30 [UNREPLIED] src=100.64.128.67 dst=10.0.0.30 type=0 code=0 id=30 mark=0 zone=0 use=2
ipv4     2 icmp     1 28 src=10.0.0.30 dst=100.64.128.67 type=8 code=0 id=30 [UNREPLIED] src=100.64.128.67 dst=10.0.0.30 type=0 code=0 id=30 mark=0 zone=7 use=2
ipv6     10 sctp     132 1 COOKIE_WAIT src=fd00:0000:0000:0001:0000:0000:0000:001f dst=fd00:0000:0000:0002:0000:0000:0000:b7bd sport=1055 dport=32 src=fd00:0000:0000:0002:0000:0000:0000:b7bd dst=fd00:0000:0000:0001:0000:0000:0000:001f sport=32 dport=1055 mark=0 zone=0 use=2
ipv6     10 sctp     132 1 COOKIE_WAIT src=fd00:0000:0000:0001:0000:0000:0000:001f dst=fd00:0000:0000:0002:0000:0000:0000:b7bd sport=1055 dport=32 src=fd00:0000:0000:0002:0000:0000:0000:b7bd dst=fd00:0000:0000:0001:0000:0000:0000:001f sport=32 dport=1055 mark=0 zone=7 use=2
ipv4     2 gre      47 178 timeout=31, stream_timeout=180 src=10.0.0.32 dst=100.64.239.55 srckey=0x0 dstkey=0x0 src=100.64.239.55 dst=10.0.0.32 srckey=0x0 dstkey=0x0 [ASSURED] mark=0 zone=0 use=2
ipv4     2 gre      47 178 timeout=31, stream_timeout=180 src=10.0.0.32 dst=100.64.239.55 srckey=0x0 dstkey=0x0 src=100.64.239.55 dst=10.0.0.32 srckey=0x0 dstkey=0x0 [ASSURED] mark=0 zone=7 use=2
ipv4     2 udp      17 28 src=10.0.0.33 dst=100.64.38.176 sport=1057 dport=34 src=100.64.38.176 dst=10.0.0.33 sport=34 dport=1057 mark=0 zone=0 use=2
ipv4     2 udp      17 28 src=10.0.0.33 dst=100.64.38.176 sport=1057 dport=34 src=100.64.38.176 dst=10.0.0.33 sport=34 dport=1057 mark=0 zone=7 use=2
ipv4     2 unknown  200 598 src=10.0.0.34 dst=100.64.94.42 src=100.64.94.42 dst=10.0.0.34 mark=0 zone=0 use=2
ipv4     2 unknown  200 598 src=10.0.0.34 dst=100.64.94.42 src=100.64.94.42 dst=10.0.0.34 mark=0 zone=7 use=2
ipv6     10 tcp      6 118 SYN_SENT src=fd00:0000:0000:0001:0000:0000:0000:0023 dst=fd00:0000:0000:0002:0000:0000:0000:95a4 sport=1059 dport=36 [UNREPLIED] src=fd00:0000:0000:0002:0000:0000:0000:95a4 dst=fd00:0000:0000:0001:0000:0000:0000:0023 sport=36 dport=1059 mark=0 zone=0 use=2
ipv6     10 tcp      6 118 SYN_SENT src=fd00:0000:0000:0001:0000:0000:0000:0023 dst=fd00:0000:0000:0002:0000:0000:0000:95a4 sport=1059 dport=36 [UNREPLIED] src=fd00:0000:0000:0002:0000:0000:0000:95a4 dst=fd00:0000:0000:0001:0000:0000:0000:0023 sport=36 dport=1059 mark=0 zone=7 use=2
ipv4     2 tcp      6 58 SYN_RECV src=10.0.0.36 dst=100.64.205.30 sport=1060 dport=37 src=100.64.205.30 dst=10.0.0.36 sport=37 dport=1060 mark=0 zone=0 use=2
ipv4     2 tcp      6 58 SYN_RECV src=10.0.0.36 dst=100.64.205.30 sport=1060 dport=37 src=100.64.205.30 dst=10.0.0.36 sport=37 dport=1060 mark=0 zone=7 use=2
ipv4     2 udp      17 28 src=10.0.0.37 dst=100.64.4.151 sport=1061 dport=38 src=100.64.4.151 dst=10.0.0.37 sport=38 dport=1061 mark=0 zone=0 use=2
ipv4     2 udp      17 28 src=10.0.0.37 dst=100.64.4.151 sport=1061 dport=38 src=100.64.4.151 dst=10.0.0.37 sport=38 dport=1061 mark=0 zone=7 use=2
ipv4     2 tcp      6 431998 ESTABLISHED src=10.0.0.38 dst=100.64.60.17 sport=1062 dport=39 src=100.64.60.17 dst=10.0.0.38 sport=39 dport=1062 [ASSURED] mark=0 zone=0 use=2
ipv4     2 tcp      6 431998 ESTABLISHED src=10.0.0.38 dst=100.64.60.17 sport=1062 dport=39 src=100.64.60.17 dst=10.0.0.38 sport=39 dport=1062 [ASSURED] mark=0 zone=7 use=2
ipv6     10 icmpv6   58 28 src=fd00:0000:0000:0001:0000:0000:0000:0027 dst=fd00:0000:0000:0002:0000:0000:0000:738b type=128 code=0 id=39 src=fd00:0000:0000:0002:0000:0000:0000:738b dst=fd00:0000:0000:0001:0000:0000:0000:0027 type=129 code=0 id=39 mark=0 zone=0 use=2
ipv6     10 icmpv6   58 28 src=fd00:0000:0000:0001:0000:0000:0000:0027 dst=fd00:0000:0000:0002:0000:0000:0000:738b type=128 code=0 id=39 src=fd00:0000:0000:0002:0000:0000:0000:738b dst=fd00:0000:0000:0001:0000:0000:0000:0027 type=129 code=0 id=39 mark=0 zone=7 use=2
ipv4     2 sctp     132 8 CLOSED src=10.0.0.40 dst=100.64.171.4 sport=1064 dport=41 [UNREPLIED] src=100.64.171.4 dst=10.0.0.40 sport=41 dport=1064 mark=0 zone=0 use=2
ipv4     2 sctp     132 8 CLOSED src=10.0.0.40 dst=100.64.171.4 sport=1064 dport=41 [UNREPLIED] src=100.64.171.4 dst=10.0.0.40 sport=41 dport=1064 mark=0 zone=7 use=2
ipv4     2 gre      47 29 timeout=31, stream_timeout=180 src=10.0.0.41 dst=100.64.226.126 srckey=0x0 dstkey=0x0 src=100.64.226.126 dst=10.0.0.41 srckey=0x0 dstkey=0x0 mark=0 zone=0 use=2
ipv4     2 gre      47 29 timeout=31, stream_timeout=180 src=10.0.0.41 dst=100.64.226.126 srckey=0x0 dstkey=0x0 src=100.64.226.126 dst=10.0.0.41 srckey=0x0 dstkey=0x0 mark=0 zone=7 use=2
ipv4     2 udp      17 28 src=10.0.0.42 dst=100.64.25.248 sport=1066 dport=43 src=100.64.25.248 dst=10.0.0.42 sport=43 dport=1066 mark=0 zone=0 use=2
ipv4     2 udp      17 28 src=10.0.0.42 dst=100.64.25.248 sport=1066 dport=43 src=100.64.25.248 dst=10.0.0.42 sport=43 dport=1066 mark=0 zone=7 use=2
ipv6     10 unknown  200 598 src=fd00:0000:0000:0001:0000:0000:0000:002b dst=fd00:0000:0000:0002:0000:0000:0000:5172 src=fd00:0000:0000:0002:0000:0000:0000:5172 dst=fd00:0000:0000:0001:0000:0000:0000:002b mark=0 zone=0 use=2
ipv6     10 unknown  200 598 src=fd00:0000:0000:0001:0000:0000:0000:002b dst=fd00:0000:0000:0002:0000:0000:0000:5172 src=fd00:0000:0000:0002:0000:0000:0000:5172 dst=fd00:0000:0000:0001:0000:0000:0000:002b mark=0 zone=7 use=2
ipv4     2 tcp      6 118 FIN_WAIT src=10.0.0.44 dst=100.64.136.235 sport=1068 dport=45 src=100.64.136.235 dst=10.0.0.44 sport=45 dport=1068 [ASSURED] mark=0 zone=0 use=2
ipv4     2 tcp      6 118 FIN_WAIT src=10.0.0.44 dst=100.64.136.235 sport=1068 dport=45 src=100.64.136.235 dst=10.0.0.44 sport=45 dport=1068 [ASSURED] mark=0 zone=7 use=2
