module gomeet/tools/pause

go 1.26.0
