package main

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/google/trillian"
	"github.com/google/trillian/storage"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// uniqueLeaves takes each leaf only once, as Trillian's databases do and its in-memory storage does not.
type uniqueLeaves struct {
	storage.LogStorage
	mutex sync.Mutex
	known map[string]*trillian.LogLeaf
}

func (u *uniqueLeaves) QueueLeaves(ctx context.Context, tree *trillian.Tree, leaves []*trillian.LogLeaf, now time.Time) ([]*trillian.QueuedLogLeaf, error) {
	u.mutex.Lock()
	defer u.mutex.Unlock()
	answers := make([]*trillian.QueuedLogLeaf, len(leaves))
	for i, leaf := range leaves {
		key := fmt.Sprintf("%d %x", tree.TreeId, leaf.LeafIdentityHash)
		if known, found := u.known[key]; found {
			answers[i] = &trillian.QueuedLogLeaf{Leaf: known, Status: status.New(codes.AlreadyExists, "the leaf is there already").Proto()}
			continue
		}
		queued, err := u.LogStorage.QueueLeaves(ctx, tree, leaves[i:i+1], now)
		if err != nil {
			return nil, err
		}
		u.known[key] = leaf
		answers[i] = queued[0]
	}
	return answers, nil
}
