// Command trillian-in-memory serves Trillian's log API from Trillian's in-memory storage and sequences what is queued.
// It makes the trees it is asked for and prints one line for each, "NAME TREE_ID". Nothing outlives the process.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"net"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/google/trillian"
	"github.com/google/trillian/client"
	"github.com/google/trillian/extension"
	sequencing "github.com/google/trillian/log"
	"github.com/google/trillian/monitoring"
	"github.com/google/trillian/quota"
	"github.com/google/trillian/server"
	"github.com/google/trillian/server/admin"
	"github.com/google/trillian/server/interceptor"
	"github.com/google/trillian/storage/memory"
	"github.com/google/trillian/util/clock"
	"github.com/google/trillian/util/election"
	"github.com/google/trillian/util/election2"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/protobuf/types/known/durationpb"
)

func main() {
	address := flag.String("address", "127.0.0.1:0", "where to listen")
	interval := flag.Duration("interval", 50*time.Millisecond, "time between two rounds of sequencing")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()

	metrics := monitoring.InertMetricFactory{}
	trees := memory.NewTreeStorage()
	registry := extension.Registry{
		AdminStorage:    memory.NewAdminStorage(trees),
		LogStorage:      &uniqueLeaves{LogStorage: memory.NewLogStorage(trees, metrics), known: map[string]*trillian.LogLeaf{}},
		QuotaManager:    quota.Noop(),
		ElectionFactory: election2.NoopFactory{},
		MetricFactory:   metrics,
	}

	listener, err := net.Listen("tcp", *address)
	if err != nil {
		log.Fatal(err)
	}
	guard := interceptor.New(registry.AdminStorage, registry.QuotaManager, false, metrics)
	service := grpc.NewServer(grpc.ChainUnaryInterceptor(interceptor.ErrorWrapper, guard.UnaryInterceptor))
	trillian.RegisterTrillianLogServer(service, server.NewTrillianLogRPCServer(registry, clock.System))
	trillian.RegisterTrillianAdminServer(service, admin.New(registry, []trillian.TreeType{trillian.TreeType_LOG}))
	go sequence(ctx, registry, *interval)
	go func() {
		<-ctx.Done()
		service.Stop()
	}()
	go func() {
		if err := makeTrees(ctx, listener.Addr().String(), flag.Args()); err != nil {
			log.Fatal(err)
		}
	}()
	if err := service.Serve(listener); err != nil {
		log.Fatal(err)
	}
}

func sequence(ctx context.Context, registry extension.Registry, interval time.Duration) {
	manager := sequencing.NewOperationManager(sequencing.OperationInfo{
		Registry:    registry,
		TimeSource:  clock.System,
		BatchSize:   500,
		NumWorkers:  2,
		RunInterval: interval,
		ElectionConfig: election.RunnerConfig{
			TimeSource:         clock.System,
			PreElectionPause:   time.Millisecond,
			MasterHoldInterval: time.Hour,
			MasterHoldJitter:   time.Second,
		},
	}, sequencing.NewSequencerManager(registry, 0))
	manager.OperationLoop(ctx)
}

func makeTrees(ctx context.Context, address string, names []string) error {
	connection, err := grpc.NewClient(address, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		return err
	}
	defer connection.Close()
	for _, name := range names {
		request := &trillian.CreateTreeRequest{Tree: &trillian.Tree{
			TreeState:       trillian.TreeState_ACTIVE,
			TreeType:        trillian.TreeType_LOG,
			DisplayName:     name,
			MaxRootDuration: durationpb.New(0),
		}}
		tree, err := client.CreateAndInitTree(ctx, request, trillian.NewTrillianAdminClient(connection), trillian.NewTrillianLogClient(connection))
		if err != nil {
			return fmt.Errorf("tree %s: %w", name, err)
		}
		fmt.Println(name, tree.TreeId)
	}
	return nil
}
