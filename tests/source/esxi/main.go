// An ESXi host (or, with the word vpx, a vCenter) to talk to: govmomi's simulator, on loopback.
// It prints its address and ends when its standard input is closed.
package main

import (
	"crypto/tls"
	"fmt"
	"net/url"
	"os"

	"github.com/vmware/govmomi/simulator"
)

func main() {
	model := simulator.ESX()
	if len(os.Args) > 1 && os.Args[1] == "vpx" {
		model = simulator.VPX()
	}
	defer model.Remove()
	if err := model.Create(); err != nil {
		panic(err)
	}
	model.Service.TLS = new(tls.Config)
	// Without a user of its own it would take any password.
	model.Service.Listen = &url.URL{Host: "127.0.0.1:0", User: url.UserPassword("user", "pass")}
	server := model.Service.NewServer()
	defer server.Close()
	fmt.Println(server.URL)
	os.Stdin.Read(make([]byte, 1))
}
