module porttrace.example/matching

go 1.26.0
